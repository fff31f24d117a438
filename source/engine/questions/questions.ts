import {charts} from './charts.ts';
import {connections} from './connections.ts';
import {edges} from './edges.ts';
import {ejections} from './ejections.ts';
import {evidenceRows} from './evidence-rows.ts';
import {latency} from './latency.ts';
import {past} from './past/past.ts';
import {pastLatency} from './past/past-latency.ts';
import {pastCanaries} from './past-canaries/past-canaries.ts';
import {pastCanary} from './past-canaries/past-canary.ts';
import {peak} from './peak.ts';
import {poll} from './poll.ts';
import {presentMeshes} from './present-meshes.ts';
import type {MetricsQuestion} from './question.ts';
import {sampleAge} from './sample-age.ts';
import {series} from './series.ts';
import {slices} from './slices.ts';
import {trend} from './trend.ts';

/** Every question that perch asks Prometheus; questions that are due are sent in this order. */
export const questions: readonly MetricsQuestion[] = [
	poll,
	latency,
	sampleAge,
	trend,
	past,
	pastLatency,
	peak,
	ejections,
	connections,
	charts,
	series,
	evidenceRows,
	slices,
	edges,
	presentMeshes,
	// Last: they wait until nothing else is due.
	pastCanaries,
	pastCanary,
];
