import type {Environment} from './state-folder.ts';

/** More bytes of text make a sequence of more than 100,000 bytes, which many terminals drop. */
export const longestCopyBytes = 74_991;

/** GNU screen passes on strings of at most 768 bytes. */
const screenChunk = 700;

/**
 * The bytes that set the terminal's clipboard (OSC 52); null where this kind of terminal has none. In tmux twice:
 * as they are, for `set-clipboard on`, and wrapped, for `allow-passthrough on` and for every tmux before 3.3. In GNU
 * screen in wrapped pieces, which end in BEL: screen takes ST for the end of its own string. Where TERM says `screen`
 * and nothing else tells, as over ssh, it may be either: then as they are and in screen's form, which tmux drops.
 */
export function clipboardSequence(text: string, env: Environment): string | null {
	const term = env.TERM ?? '';
	if (term === '' || term === 'dumb' || term === 'linux') return null;
	const base64 = Buffer.from(text, 'utf8').toString('base64');
	const plain = `${osc}52;c;${base64}${st}`;
	if (env.TMUX || term.startsWith('tmux')) return `${plain}${dcs}tmux;${plain.replaceAll(esc, esc + esc)}${st}`;
	if (env.STY) return forScreen(base64);
	return term.startsWith('screen') ? plain + forScreen(base64) : plain;
}

function forScreen(base64: string): string {
	const whole = `${osc}52;c;${base64}\u0007`;
	const pieces = whole.match(new RegExp(`[^]{1,${screenChunk}}`, 'g')) ?? [];
	return pieces.map(piece => `${dcs}${piece}${st}`).join('');
}

const esc = '\u001b';
const osc = `${esc}]`;
const dcs = `${esc}P`;
const st = `${esc}\\`;
