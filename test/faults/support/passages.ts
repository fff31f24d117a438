import {expect, vi} from 'vitest';
import type {Demo} from '../../journeys/support/demo.ts';
import type {Sre} from '../../journeys/support/sre.ts';
import {startChurn} from './churn.ts';
import {passingFaults} from './passing-faults.ts';

/** How long a fault lasts of which perch says nothing. Nothing is asserted of it. */
const quietMs = 2_000;

/** Goes through every passing fault once while objects come, change and go, a release is opened and left each time, and
 * resolves when perch shows what it showed before. Gives how many objects were written. */
export async function passFaults(demo: Demo, sre: Sre, name: string): Promise<number> {
	const services = servicesOn(sre);
	const churn = startChurn(demo, {name, everyMs: 250, alive: 20});
	for (const {begin, shows} of passingFaults) {
		await begin(demo);
		if (shows) await sre.sees(shows);
		else await new Promise(resolve => setTimeout(resolve, quietMs));
		await sre.press('down', 'enter');
		await demo.clearFaults();
		await patiently(() => expect(sre.screen()).not.toMatch(/METRICS [A-Z]+:|API SERVER/));
		await goesHome(sre);
	}
	await churn.stop();
	await patiently(() => expect(servicesOn(sre)).toBe(services));
	return churn.writes;
}

/** A key that comes with others within a few milliseconds may be taken for a paste. */
function goesHome(sre: Sre): Promise<void> {
	return patiently(async () => {
		await sre.press('escape');
		expect(servicesOn(sre)).not.toBeNull();
	});
}

/** How many rows the list has; null where no list is shown. */
function servicesOn(sre: Sre): number | null {
	const [, ofPages, ofOne] = /services [\d–]+ of (\d+)| (\d+) services/.exec(sre.screen()) ?? [];
	const count = ofPages ?? ofOne;
	return count === undefined ? null : Number(count);
}

/** perch waits longer after each failure, and the servers have more to do than perch. */
function patiently(check: () => void | Promise<void>): Promise<void> {
	return vi.waitFor(check, {timeout: 300_000, interval: 200});
}
