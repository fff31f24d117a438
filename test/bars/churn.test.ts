import {expect, test} from 'vitest';
import {inspect, inspectable, type Memory} from '../faults/support/inspected.ts';
import {passFaults} from '../faults/support/passages.ts';
import {slopeOf} from '../faults/support/slope.ts';
import {startDemo} from '../journeys/support/demo.ts';
import {startPerch} from '../journeys/support/sre.ts';

/** The slope of memory needs half an hour: `PERCH_CHURN_MINUTES=30`. */
const minutes = Number(process.env.PERCH_CHURN_MINUTES ?? 3);
const enoughForSlope = 20;
/** perch polls every second here, so that half an hour has the polls of seven and a half hours. */
const pollsAnHour = 240;
const mostMbAnHour = 1;
/** Without a slope: what a leak of 300 kB a second would exceed within minutes. The rows that the judge keeps fill meanwhile:
 * one run went from 70 to 87 MB, others from 80 to 74. */
const mostMbMore = 40;
const demo = await startDemo();

test(`perch takes no more memory, files and sockets after ${minutes} minutes of churn and faults`, {
	timeout: (minutes + 15) * 60_000,
}, async () => {
	await using sre = await startPerch(demo, {columns: 160, rows: 60, args: ['--refresh', '1'], env: inspectable});
	await sre.sees(/ \d+ services/, /\d+ waits? for you/);
	await using inspected = await inspect(sre.terminal);
	const files = inspected.descriptors();
	const sockets = async () => (await inspected.resources()).TCPSocketWrap ?? 0;
	const before = await sockets();
	const startMs = performance.now();
	const passages: (Memory & {readonly seconds: number})[] = [];
	let writes = 0;
	do {
		writes += await passFaults(demo, sre, `passage-${passages.length}`);
		passages.push({...(await inspected.memory()), seconds: (performance.now() - startMs) / 1000});
	} while (passages.length < 4 || performance.now() < startMs + minutes * 60_000);

	expect(inspected.descriptors() - files).toBeLessThanOrEqual(5);
	expect((await sockets()) - before).toBeLessThanOrEqual(5);
	expect(writes).toBeGreaterThan(100);
	const told = passages.map(({used, resident}) => `${used.toFixed(1)}/${resident.toFixed(0)}`).join(' ');
	console.info(`${writes} writes; MB used/resident after each passage of the faults: ${told}`);
	if (minutes < enoughForSlope) {
		// The first passage compiles the code.
		expect((passages.at(-1)?.used ?? 0) - (passages[1]?.used ?? 0)).toBeLessThan(mostMbMore);
		return;
	}
	// The first third fills what is kept up to a limit: charts, rows, messages.
	const late = passages.slice(Math.ceil(passages.length / 3));
	const used = slopeOf(late.map(point => ({x: point.seconds / pollsAnHour, y: point.used})));
	const resident = slopeOf(late.map(point => ({x: point.seconds / pollsAnHour, y: point.resident})));
	for (const [name, {perUnit, halfWidth}] of Object.entries({used, resident})) {
		console.info(`${name}: ${perUnit.toFixed(2)} ± ${halfWidth.toFixed(2)} MB in ${pollsAnHour} polls`);
	}
	expect(used.halfWidth, 'the slope is known well enough').toBeLessThan(mostMbAnHour);
	expect(used.perUnit - used.halfWidth).toBeLessThanOrEqual(mostMbAnHour);
});
