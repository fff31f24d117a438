import {scopeOf} from '../../domain/signals/series-scope.ts';
import type {Mesh} from '../contract.ts';

/** Six hexadecimal digits that stand for the text of the provider's questions. A record is read by the code that asks the
 * question: a perch that asks otherwise must not read by rules that an older one printed. */
export function ruleForm(mesh: Mesh): string {
	const questions = mesh.questions(scopeOf({}));
	return digest(`${questions.traffic(anyWindow).promql} ${questions.edges?.(anyWindow).promql ?? ''}`);
}

const anyWindow = 60;

/** FNV-1a, 32 bits, of which 24 are kept. */
function digest(text: string): string {
	let hash = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
	return (hash >>> 8).toString(16).padStart(6, '0');
}
