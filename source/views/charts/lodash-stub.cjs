'use strict';
// The one function that the line chart takes from lodash.
module.exports = {max: values => values.reduce((highest, value) => Math.max(highest, value), -Infinity)};
