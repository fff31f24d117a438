// The launcher. It must be readable for old Nodes, so it imports nothing that is new and loads the rest afterwards.
import process from 'node:process';

const leastNode = [22, 19];

if (isTooOld(process.versions.node)) {
	process.stderr.write(`perch needs Node ${leastNode.join('.')} or later, and this is ${process.versions.node}.\n`);
	process.exit(2);
} else {
	launch();
}

function launch() {
	// React reads it once, when it is loaded.
	process.env.NODE_ENV = 'production';
	import('node:module')
		.then(function ({default: module}) {
			if (module.enableCompileCache) module.enableCompileCache();
			return import('./main.ts');
		})
		.catch(function (error) {
			process.stderr.write(`perch: ${error instanceof Error ? error.stack : error}\n`);
			process.exit(1);
		});
}

function isTooOld(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major < (leastNode[0] ?? 0) || (major === leastNode[0] && minor < (leastNode[1] ?? 0));
}
