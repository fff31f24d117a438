import {ok} from '../../domain/result.ts';
import type {ClusterPort} from '../../ports/cluster.ts';
import type {Command} from '../state/commands.ts';
import type {EventBody} from '../state/events.ts';
import type {AccessKey} from '../state/state.ts';
import {readMs, timed} from './deadlines.ts';
import {maskedResults} from './masked-results.ts';

/** The part of the runner that reads single objects and asks for permissions, and changes nothing. */
export function createClusterReads({
	cluster,
	dispatch,
	within,
}: {
	readonly cluster: ClusterPort;
	readonly dispatch: (body: EventBody) => void;
	/** Aborts after so many milliseconds, or when perch stops. */
	readonly within: (ms: number) => AbortSignal;
}) {
	async function readLive(command: Extract<Command, {kind: 'readLive'}>): Promise<void> {
		const signal = within(readMs);
		const answers = await Promise.all(command.refs.map(ref => cluster.read(ref, signal)));
		const failure = answers
			.map(answer => timed(answer, readMs))
			.find(answer => !answer.ok && answer.error.kind !== 'notFound');
		const result = failure && !failure.ok ? failure : ok(answers.map(answer => (answer.ok ? answer.value : null)));
		dispatch({
			kind: 'liveRead',
			intentId: command.intentId,
			purpose: command.purpose,
			attempt: command.attempt,
			result,
		});
	}

	async function readObjects({key, generation, refs}: Extract<Command, {kind: 'readObjects'}>): Promise<void> {
		const signal = within(readMs);
		const answers = await Promise.all(refs.map(ref => cluster.read(ref, signal)));
		// Mask before the event: events are recorded.
		dispatch({kind: 'objectsRead', key, generation, results: maskedResults(answers.map(one => timed(one, readMs)))});
	}

	async function askAccess({questions}: Extract<Command, {kind: 'askAccess'}>): Promise<void> {
		const asked = Object.entries(questions).map(async ([key, question]): Promise<[AccessKey, boolean | null]> => {
			const answer = await cluster.mayI(question, within(readMs));
			return [key, answer.ok ? answer.value : null];
		});
		dispatch({kind: 'accessAnswered', answers: Object.fromEntries(await Promise.all(asked))});
	}

	return {readLive, readObjects, askAccess};
}
