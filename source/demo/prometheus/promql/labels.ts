/** A series' identity, with `__name__`. An absent label equals an empty one, so no stored label is empty. */
export type Labels = Readonly<Record<string, string>>;

export const noLabels: Labels = Object.freeze({});

/** A text that is equal for equal label sets, whatever the order of their keys. */
export const signature = (labels: Labels): string => {
	let known = signatures.get(labels);
	if (known === undefined) {
		known = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
		signatures.set(labels, known);
	}
	return known;
};

/** Prometheus' order of label sets: by name, then value, of the sorted labels. */
export const compareLabels = (a: Labels, b: Labels): number => {
	const left = Object.entries(a).sort(byName);
	const right = Object.entries(b).sort(byName);
	for (const [index, [name, value]] of left.entries()) {
		const other = right[index];
		if (other === undefined) return 1;
		if (name !== other[0]) return name < other[0] ? -1 : 1;
		if (value !== other[1]) return value < other[1] ? -1 : 1;
	}
	return left.length - right.length;
};

/** The labels without the metric's name; arithmetic and most functions drop it. Returns the same object each time. */
export const withoutName = (labels: Labels): Labels => {
	if (labels.__name__ === undefined) return labels;
	let stripped = nameless.get(labels);
	if (stripped === undefined) {
		stripped = omitLabels(labels, ['__name__']);
		nameless.set(labels, stripped);
	}
	return stripped;
};

export const pickLabels = (labels: Labels, names: readonly string[]): Labels =>
	Object.fromEntries(names.flatMap(name => (labels[name] === undefined ? [] : [[name, labels[name]]])));

export const omitLabels = (labels: Labels, names: readonly string[]): Labels =>
	Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : a > b ? 1 : 0);

// Range queries use the same label objects at every step.
const signatures = new WeakMap<Labels, string>();
const nameless = new WeakMap<Labels, Labels>();
