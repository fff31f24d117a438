import {defineConfig} from 'vitest/config';

const common = {environment: 'node', testTimeout: 60_000, hookTimeout: 60_000, retry: 0} as const;

/** `tests` is what `npm test` runs; `bars` holds the long proofs of `npm run bars`. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration file
export default defineConfig({
	test: {
		// Two cores: more workers only make the servers of the journeys slower.
		maxWorkers: 2,
		projects: [
			{
				test: {
					...common,
					name: 'tests',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: ['test/bars/**'],
					// Puts the stub in blessed's place, as the bundler does.
					setupFiles: ['test/views/resolve-blessed.ts'],
				},
			},
			{test: {...common, name: 'bars', include: ['test/bars/**/*.test.ts'], testTimeout: 600_000}},
		],
	},
});
