'use strict';
// The parts of blessed that blessed-contrib's drawing code needs, without a screen: a real screen swallows signals
// and leaks.
const {EventEmitter} = require('node:events');

class Node extends EventEmitter {}

// The widgets call this as a plain function on their own object, so it cannot be a class.
function Box(options) {
	EventEmitter.call(this);
	this.options = options;
}
Box.prototype = Object.create(Node.prototype);
Box.prototype.setContent = function setContent(content) {
	this.content = content;
};

module.exports = {Node, Box, Element: Box, box: options => new Box(options)};
