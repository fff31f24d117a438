import {dirname, join} from 'node:path';

/** One import of a module, as its source says it. */
export interface Import {
	readonly from: string;
	/** A file of the project (`source/domain/time.ts`), or the name of a package. */
	readonly to: string;
	/** Nothing of it is left when the program runs. */
	readonly isTypeOnly: boolean;
}

const statement = /^(?:import|export)\s(?:(type)\s)?([^;'"]*?)\s*from\s*['"]([^'"]+)['"]/gm;
const bare = /^import\s*['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** The imports of one module. `path` from the project's root. */
export function importsOf(path: string, code: string): readonly Import[] {
	const named = [...code.matchAll(statement)].map(([, type, names = '', specifier = '']) => ({
		specifier,
		isTypeOnly: type !== undefined || areTypes(names),
	}));
	const others = [...code.matchAll(bare), ...code.matchAll(dynamic)].map(([, specifier = '']) => ({
		specifier,
		isTypeOnly: false,
	}));
	return [...named, ...others].map(({specifier, isTypeOnly}) => ({
		from: path,
		to: specifier.startsWith('.') ? join(dirname(path), specifier) : specifier,
		isTypeOnly,
	}));
}

/** `{type One, type Other}` */
function areTypes(names: string): boolean {
	const [, list] = /^\{(.*)\}$/s.exec(names.trim()) ?? [];
	if (list === undefined) return false;
	return list
		.split(',')
		.map(name => name.trim())
		.filter(name => name !== '')
		.every(name => name.startsWith('type '));
}

/** Groups of modules that reach each other by their imports, types included: the larger first. */
export function circles(imports: readonly Import[]): readonly (readonly string[])[] {
	const next = new Map<string, string[]>();
	for (const {from, to} of imports) next.set(from, [...(next.get(from) ?? []), to]);
	const index = new Map<string, number>();
	const low = new Map<string, number>();
	const stack: string[] = [];
	const onStack = new Set<string>();
	const found: string[][] = [];
	// Tarjan's strongly connected components.
	const visit = (module: string): void => {
		index.set(module, index.size);
		low.set(module, index.get(module) ?? 0);
		stack.push(module);
		onStack.add(module);
		for (const other of next.get(module) ?? []) {
			if (!index.has(other)) visit(other);
			if (onStack.has(other)) low.set(module, Math.min(low.get(module) ?? 0, low.get(other) ?? 0));
		}
		if (low.get(module) !== index.get(module)) return;
		const group = stack.splice(stack.indexOf(module));
		for (const one of group) onStack.delete(one);
		if (group.length > 1 || next.get(module)?.includes(module)) found.push(group.sort());
	};
	for (const module of next.keys()) if (!index.has(module)) visit(module);
	return found.sort((one, other) => other.length - one.length);
}
