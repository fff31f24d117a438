import {charts} from './charts.ts';
import {ejections} from './ejections.ts';
import {latency} from './latency.ts';
import {peak} from './peak.ts';
import {poll} from './poll.ts';
import type {MetricsQuestion} from './question.ts';
import {sampleAge} from './sample-age.ts';
import {trend} from './trend.ts';

/** Everything that perch asks Prometheus, in the order in which what is due is sent. */
export const questions: readonly MetricsQuestion[] = [poll, latency, sampleAge, trend, peak, ejections, charts];
