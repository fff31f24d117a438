import {once} from 'node:events';
import type {ServerResponse} from 'node:http';
import {eventually} from '../../eventually.ts';

/** Answers that come piece by piece, each piece only once the test lets it. */
export interface PacedAnswers {
	readonly script: (response: ServerResponse) => Promise<void>;
	/** Waits for an answer that is under way and waits for its turn. */
	next(): Promise<ServerResponse>;
	/** Lets the answer send one piece more. */
	turn(): void;
	/** No answer waits any more. */
	goOn(): void;
	/** How many pieces each answer sent that is over. */
	readonly sent: readonly number[];
}

/** `pieceAt` gives the pieces of an answer; undefined after the last one. */
export function paceAnswers(pieceAt: (at: number) => Uint8Array | undefined): PacedAnswers {
	const waiting = new Map<ServerResponse, () => void>();
	const sent: number[] = [];
	let isPaced = true;
	const letAllGo = () => {
		for (const go of waiting.values()) go();
		waiting.clear();
	};
	return {
		sent,
		async script(response) {
			response.writeHead(200, {'content-type': 'application/json'});
			const closed = once(response, 'close').then(() => false);
			let at = 0;
			for (let piece = pieceAt(at); piece && !response.destroyed; piece = pieceAt(at)) {
				if (isPaced) {
					await Promise.race([closed, new Promise<void>(resolve => waiting.set(response, resolve))]);
					waiting.delete(response);
				}
				// Where the client has gone, the piece may be refused, or never be reported on.
				if (!(await Promise.race([closed, written(response, piece)]))) break;
				at += 1;
			}
			sent.push(at);
			response.end();
		},
		next: () =>
			eventually(() => {
				const [answer] = waiting.keys();
				if (!answer) throw new Error('no answer is under way');
				return answer;
			}),
		turn: letAllGo,
		goOn() {
			isPaced = false;
			letAllGo();
		},
	};
}

function written(response: ServerResponse, piece: Uint8Array): Promise<boolean> {
	return new Promise(resolve => {
		response.write(piece, error => resolve(!error));
	});
}
