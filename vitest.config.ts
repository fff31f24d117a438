import {defineConfig} from 'vitest/config';

// What a test waits for has its own patience. These limits are for a test that hangs: a journey of twenty waits, or a property
// of a thousand runs, may take minutes where two cores have other work too.
const common = {
	environment: 'node',
	testTimeout: 240_000,
	hookTimeout: 120_000,
	retry: 0,
	// Puts the stub in blessed's place, as the bundler does.
	setupFiles: ['test/views/resolve-blessed.ts'] as string[],
} as const;

/** `tests` is what `npm test` runs; `bars` holds the long proofs of `npm run bars`. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration file
export default defineConfig({
	test: {
		// One more than two cores: journeys mostly wait for the servers that they started.
		maxWorkers: 3,
		projects: [
			{
				test: {
					...common,
					name: 'tests',
					// Each worker loads the program once, not once for each of its files: that was most of the work. No file
					// may leave anything behind: no fake timer, no environment variable, no changed global.
					isolate: false,
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/bars/**'],
				},
			},
			{test: {...common, name: 'bars', include: ['test/bars/**/*.test.ts'], testTimeout: 1_200_000}},
		],
	},
});
