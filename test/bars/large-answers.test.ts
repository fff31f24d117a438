import {readFileSync} from 'node:fs';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {eventually} from '../eventually.ts';
import {type PacedAnswers, paceAnswers} from '../faults/support/paced-answers.ts';
import {type PrometheusFront, startPrometheusFront} from '../faults/support/prometheus-front.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {type Sre, startPerch} from '../journeys/support/sre.ts';

const demo = await startDemo({speed: 1});
let front: PrometheusFront;
beforeEach(async () => {
	front = await startPrometheusFront(demo.prometheusUrl);
});
afterEach(() => front.close());

const turns = 20;
const mebibyte = 2 ** 20;
const metricsDown = /METRICS [A-Z]+:/;
const figures = /^.[ >]\S+\/\S+ +[\d.]+k? +\d+\.\d+ /m;
const help = /promote by one step/;

test('a body of 300 MiB is cut at 64 MiB, and keys are answered while it comes', async () => {
	await using sre = await startsPerch();
	const piece = Buffer.alloc(mebibyte, ' ');
	const flood = paceAnswers(at => (at < 300 ? piece : undefined));
	front.answerTraffic(flood.script);
	await answersBetween(sre, flood);
	flood.goOn();
	await sre.sees(metricsDown, /larger than 64 MiB/);
	// The sockets' buffers hold some on top.
	expect(Math.max(...flood.sent)).toBeLessThan(96);
	expect(mostResidentMb(sre)).toBeLessThan(500);
	await recovers(sre);
});

test('an answer that drips is given up, and keys are answered meanwhile', async () => {
	await using sre = await startsPerch();
	const drip = paceAnswers(() => Buffer.from(' '));
	front.answerTraffic(drip.script);
	await answersBetween(sre, drip);
	await sre.sees(metricsDown, /no answer within 5 s/);
	await recovers(sre);
});

test('100,000 series are read, and keys are answered while they come and once they are read', async () => {
	await using sre = await startsPerch();
	const body = Buffer.from(manySeries(100_000));
	const pieces = Math.ceil(body.length / mebibyte);
	const answers = paceAnswers(at => (at < pieces ? body.subarray(at * mebibyte, (at + 1) * mebibyte) : undefined));
	front.answerTraffic(answers.script);
	await answersBetween(sre, answers);
	answers.goOn();
	await eventually(() => expect(answers.sent.filter(sent => sent === pieces).length).toBeGreaterThanOrEqual(2));
	for (let turn = 0; turn < turns; turn += 1) await looksAtHelp(sre);
	await recovers(sre);
});

async function startsPerch(): Promise<Sre> {
	const reached = {...demo, prometheusUrl: front.url};
	const sre = await startPerch(reached, {args: ['--refresh', '1'], columns: 160, rows: 45});
	await sre.sees(figures);
	return sre;
}

async function recovers(sre: Sre): Promise<void> {
	front.answerTraffic(null);
	await sre.doesNotSee(metricsDown);
}

/** Opens and leaves the help at each turn of an answer that is under way, and gives the answer its next turn only once
 * both keys were answered. Answers that perch gives up meanwhile count for nothing. */
async function answersBetween(sre: Sre, answers: PacedAnswers): Promise<void> {
	let answered = 0;
	while (answered < turns) {
		const answer = await answers.next();
		await looksAtHelp(sre);
		if (!answer.destroyed) answered += 1;
		answers.turn();
	}
}

async function looksAtHelp(sre: Sre): Promise<void> {
	await sre.press('?');
	await sre.sees(help);
	await sre.press('escape');
	await sre.doesNotSee(help);
}

/** From `/proc`: Linux only. */
function mostResidentMb({terminal}: Sre): number {
	const status = readFileSync(`/proc/${terminal.pid}/status`, 'utf8');
	return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

function manySeries(count: number): string {
	const atSeconds = Date.now() / 1000;
	const result = Array.from({length: count}, (_, at) => ({
		metric: {
			reporter: 'destination',
			destination_service: `service-${at >> 1}.many.svc.cluster.local`,
			destination_service_namespace: 'many',
			destination_service_name: `service-${at >> 1}`,
			destination_workload: `service-${at >> 1}`,
			destination_canonical_revision: '1.0.0',
			request_protocol: 'http',
			grpc_response_status: '',
			response_code: at % 2 === 0 ? '200' : '503',
		},
		value: [atSeconds, `${at % 2 === 0 ? 50 : 0.5}`],
	}));
	return JSON.stringify({status: 'success', data: {resultType: 'vector', result}});
}
