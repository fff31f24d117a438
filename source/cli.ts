#!/usr/bin/env node
// Every Node must be able to read this file, also one that is too old: use plain syntax, and import nothing
// before the version is known.
const version = process.versions.node;
const [major = 0, minor = 0] = version.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 19)) {
	// Set this before React loads: React's development build is several times slower, and grows.
	process.env.NODE_ENV = 'production';
	process.getBuiltinModule('node:module').enableCompileCache();
	void import('./main.ts');
} else {
	process.stderr.write(`perch needs Node 22.19 or newer; this is Node ${version}.\n`);
	process.exitCode = 2;
}

export {};
