import {registerHooks} from 'node:module';

// blessed is not installed. The bundler puts the stub in its place; this hook does so for tests, which are not bundled.
registerHooks({
	resolve(specifier, context, nextResolve) {
		if (specifier !== 'blessed') return nextResolve(specifier, context);
		const url = new URL('../../source/views/charts/blessed-stub.cjs', import.meta.url).href;
		return {url, format: 'commonjs', shortCircuit: true};
	},
});
