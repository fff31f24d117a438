import type {Demo} from '../../journeys/support/demo.ts';
import type {Sre} from '../../journeys/support/sre.ts';
import {startChurn} from './churn.ts';
import {passingFaults} from './passing-faults.ts';

/** How long a fault lasts of which perch says nothing. Nothing is asserted of it. */
const quietMs = 2_000;

/** Goes through every passing fault once while objects come, change and go, a release is opened and left each time, and
 * resolves when perch shows what it showed before. Gives how many objects were written. */
export async function passFaults(demo: Demo, sre: Sre, name: string): Promise<number> {
	const services = /(\d+) services/.exec(sre.screen())?.[1];
	const churn = startChurn(demo, {name, everyMs: 250, alive: 20});
	for (const {begin, shows} of passingFaults) {
		await begin(demo);
		if (shows) await sre.sees(shows);
		else await new Promise(resolve => setTimeout(resolve, quietMs));
		await sre.press('down', 'enter');
		await demo.clearFaults();
		await sre.doesNotSee(/METRICS [A-Z]+:|API SERVER/);
		await sre.press('escape');
	}
	await churn.stop();
	await sre.sees(new RegExp(` ${services} services`));
	return churn.writes;
}
