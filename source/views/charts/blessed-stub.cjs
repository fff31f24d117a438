'use strict';
// What blessed-contrib's drawing code needs of blessed, without a screen: a real one swallows signals and leaks.
const {EventEmitter} = require('node:events');

class Node extends EventEmitter {}

// Called as a plain function on an object of its own by the widgets, so this cannot be a class.
function Box(options) {
	EventEmitter.call(this);
	this.options = options;
}
Box.prototype = Object.create(Node.prototype);
Box.prototype.setContent = function setContent(content) {
	this.content = content;
};

module.exports = {Node, Box, Element: Box, box: options => new Box(options)};
