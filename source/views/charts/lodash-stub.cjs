'use strict';
// The only function of lodash that the line chart uses.
module.exports = {max: values => values.reduce((highest, value) => Math.max(highest, value), -Infinity)};
