export interface ExposedSample {
	readonly labels: Readonly<Record<string, string>>;
	readonly value: number;
}

/** The samples of a text exposition, with `__name__` among their labels; comments are left out. */
export function exposedSamples(text: string): readonly ExposedSample[] {
	return text
		.split('\n')
		.filter(row => row !== '' && !row.startsWith('#'))
		.map(row => {
			const [, name = '', labels = '', value = ''] = /^([\w:]+)(?:\{(.*)\})? (\S+)/.exec(row) ?? [];
			const pairs = Array.from(labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g), ([, label = '', text = '']) => [
				label,
				text.replaceAll(/\\(.)/g, '$1'),
			]);
			return {labels: {__name__: name, ...Object.fromEntries(pairs)}, value: Number(value)};
		});
}
