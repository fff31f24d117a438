import {registerHooks} from 'node:module';

// blessed is not installed: the bundler puts the stub in its place, and so does this where nothing is bundled.
registerHooks({
	resolve(specifier, context, nextResolve) {
		if (specifier !== 'blessed') return nextResolve(specifier, context);
		const url = new URL('../../source/views/charts/blessed-stub.cjs', import.meta.url).href;
		return {url, format: 'commonjs', shortCircuit: true};
	},
});
