import {readFileSync} from 'node:fs';
import type {NamedService} from '../../../source/domain/cluster/service-host.ts';
import {scopeOf} from '../../../source/domain/signals/series-scope.ts';
import type {LatencySample, TrafficSample} from '../../../source/domain/signals/signals.ts';
import {ident} from '../../../source/domain/text/safe-text.ts';
import type {Mesh} from '../../../source/meshes/contract.ts';
import {exposedSamples} from '../../meshes/support/exposed-samples.ts';

/** What a mesh reads of recorded lines of its proxies, each line's count taken for its rate. */
export function recordedSamples(
	mesh: Mesh,
	file: string,
	services: readonly NamedService[],
): {readonly traffic: readonly TrafficSample[]; readonly latency: readonly LatencySample[]} {
	const text = readFileSync(new URL(`../../fixtures/metrics/${mesh.id}/${file}.prom`, import.meta.url), 'utf8');
	const samples = exposedSamples(text).map(({labels, value}) => ({
		labels: Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, ident(label)])),
		value,
	}));
	const isHistogram = ({labels}: (typeof samples)[number]) => labels.le !== undefined;
	const questions = mesh.questions(scopeOf({}));
	return {
		traffic: questions.traffic(60).read(samples.filter(one => !isHistogram(one))).value,
		latency: questions.latency?.(services, 60).read(samples.filter(isHistogram)).value ?? [],
	};
}
