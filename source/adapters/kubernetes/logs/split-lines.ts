import {StringDecoder} from 'node:string_decoder';

/** Joins the chunks of a stream to lines: chunks split lines, and characters of several bytes. */
export interface LineSplitter {
	push(chunk: Buffer): void;
	/** What came after the last line feed; empty where the stream ended with one. */
	rest(): string;
}

/** A line without an end must not fill the memory: what is longer is cut, and its length said. */
const longestLine = 262_144;

export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
	const decoder = new StringDecoder('utf8');
	let open = '';
	let cut = 0;

	function take(part: string): void {
		const room = Math.max(0, longestLine - open.length);
		open += part.slice(0, room);
		cut += Math.max(0, part.length - room);
	}

	function finished(): string {
		const line = cut > 0 ? `${open}…(+${cut})` : open;
		open = '';
		cut = 0;
		return line;
	}

	return {
		push(chunk) {
			const parts = decoder.write(chunk).split('\n');
			const last = parts.pop() ?? '';
			for (const part of parts) {
				take(part);
				onLine(finished());
			}
			take(last);
		},
		rest() {
			take(decoder.end());
			return finished();
		},
	};
}
