import {setTimeout as delay} from 'node:timers/promises';
import type {Figure} from '../figure.ts';
import {cpuShare, residentMb} from '../support/process-usage.ts';
import type {Program} from '../support/program.ts';
import {type PtyProcess, spawnOnPty} from '../support/pty.ts';
import type {Servers} from '../support/servers.ts';
import {quantile} from '../support/statistics.ts';
import {serviceWithFigures} from './start-up.ts';

/** What perch takes in a minute without a key press, with 40 services on screen, three small charts a row, the three
 * charts of the selected one beside them, and new figures every second; and how fast it then answers a key. */
export async function steadyState(
	program: Program,
	servers: Servers,
	{keys}: {readonly keys: number},
): Promise<readonly Figure[]> {
	const perch = spawnOnPty([program.cli, '--refresh', '1'], {env: servers.env});
	await perch.shows(serviceWithFigures);
	// After this time the code that runs every second has been compiled.
	await delay(halfMinuteMs);
	const bytesBefore = perch.bytes();
	const share = await cpuShare(perch.pid, halfMinuteMs);
	const bytes = perch.bytes() - bytesBefore;
	const resident = residentMb(perch.pid);
	const latencies = await keyLatencies(perch, keys);
	await perch.end();
	const least = await leastShare(program, Math.round(bytes / 30));
	return [
		{
			name: 'CPU at 1 Hz, 40 rows ÷ a Node that writes the same bytes',
			value: share / least,
			unit: '×',
			reach: 4,
			note: `${(share * 100).toFixed(2)} % ÷ ${(least * 100).toFixed(2)} %`,
		},
		{name: 'CPU at 1 Hz, 40 rows', value: share * 100, unit: ' %', reach: 3, note: 'of a core, over 30 s'},
		{
			name: 'bytes written at 1 Hz, 40 rows',
			value: bytes / 30,
			unit: ' bytes',
			reach: null,
			note: 'a second, over 30 s',
		},
		{name: 'RSS after a minute, 40 services', value: resident, unit: ' MB', reach: 150, note: ''},
		{
			name: 'key → frame, p99',
			value: quantile(latencies, 0.99),
			unit: ' ms',
			reach: 33,
			note: `${keys} presses while figures come at 1 Hz; p50 ${quantile(latencies, 0.5).toFixed(1)} ms, max ${Math.max(...latencies).toFixed(1)} ms`,
		},
	];
}

const halfMinuteMs = 30_000;

/** Share of a core (0–1) that a Node takes which only writes so many bytes every second. */
async function leastShare({env}: Program, bytes: number): Promise<number> {
	const script = `setInterval(() => process.stdout.write('x'.repeat(${bytes})), 1000)`;
	const writer = spawnOnPty(['-e', script], {env});
	await writer.until(([first]) => first?.startsWith('x') === true);
	const share = await cpuShare(writer.pid, halfMinuteMs);
	await writer.end();
	// Linux counts hundredths of a second: less than one of them is not nothing.
	return Math.max(share, 0.01 / (halfMinuteMs / 1000));
}

/** Milliseconds from writing j or k to the output that has the selection on another row. */
export async function keyLatencies(perch: PtyProcess, count: number): Promise<readonly number[]> {
	const selectedRow = () => perch.screen().findIndex(row => row[1] === '>');
	const latencies: number[] = [];
	// Leave the first row: k does nothing there.
	perch.write('jj');
	await perch.until(() => selectedRow() >= 0);
	await delay(500);
	for (let press = 0; press < count; press++) {
		// Vary the moment within the second, so that some presses meet a poll.
		await delay(60 + ((press * 37) % 90));
		const before = selectedRow();
		const pressedAtMs = performance.now();
		perch.write(press % 8 < 4 ? 'j' : 'k');
		latencies.push((await perch.until(() => selectedRow() !== before)) - pressedAtMs);
	}
	return latencies;
}
