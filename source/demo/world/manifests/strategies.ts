import type {BlueGreenStrategy, CanaryStep, CanaryStrategy} from '../../controllers/rollout/rollout-types.ts';

/** Durations are in seconds at normal speed. */
type Step =
	| {readonly weight: number}
	| {readonly pauseSeconds: number}
	| {readonly pods: number}
	/** Routes requests with this header to the canary; without a value it removes that route. */
	| {readonly header: string; readonly value?: string}
	| 'pause'
	| 'analysis';

const canarySteps: Readonly<Record<string, readonly Step[]>> = {
	checkout: [
		{weight: 5},
		{pauseSeconds: 120},
		{weight: 10},
		'analysis',
		{weight: 20},
		'pause',
		{weight: 50},
		'analysis',
		{weight: 100},
	],
	cart: [{weight: 10}, {pauseSeconds: 120}, {weight: 50}, 'pause', {weight: 75}, 'pause', {weight: 100}],
	accounts: [
		{pods: 2},
		{header: 'x-beta', value: 'yes'},
		'pause',
		{header: 'x-beta'},
		{weight: 20},
		'pause',
		{weight: 100},
	],
	ledger: [{weight: 5}, {pauseSeconds: 360}, {weight: 10}, {pauseSeconds: 600}, {weight: 50}, 'pause', {weight: 100}],
};

/** The steps of a service that has none of its own. */
const usualSteps: readonly Step[] = [
	{weight: 5},
	{pauseSeconds: 2400},
	{weight: 20},
	'pause',
	{weight: 50},
	{pauseSeconds: 2400},
	{weight: 100},
];

const stepsOf = (name: string): readonly Step[] => canarySteps[name] ?? usualSteps;

/** The step analysis: number of measurements and the time between them. */
export const stepAnalysis = {count: 3, intervalSeconds: 20} as const;
export const postPromotionAnalysis = {count: 60, intervalSeconds: 30} as const;
const scaleDownDelaySeconds = 30;

/** The name of the header route, whatever the header. */
const headerRoute = 'beta';

/** `speed` shortens the times that the controllers wait. */
export function canaryStrategy(name: string, speed: number): CanaryStrategy {
	return {
		canaryService: `${name}-canary`,
		stableService: `${name}-stable`,
		steps: stepsOf(name).map(step => stepManifest(name, step, speed)),
		trafficRouting: {
			istio: {virtualService: {name, routes: ['primary']}},
			...(hasHeaders(name) ? {managedRoutes: [{name: headerRoute}]} : {}),
		},
		...(speed === 1
			? {}
			: {
					scaleDownDelaySeconds: shortened(scaleDownDelaySeconds, speed),
					abortScaleDownDelaySeconds: shortened(scaleDownDelaySeconds, speed),
				}),
	};
}

function hasHeaders(name: string): boolean {
	return stepsOf(name).some(step => typeof step === 'object' && 'header' in step);
}

export function blueGreenStrategy(name: string, speed: number): BlueGreenStrategy {
	return {
		activeService: name,
		previewService: `${name}-preview`,
		autoPromotionEnabled: false,
		postPromotionAnalysis: {
			templates: [{templateName: 'success-rate-30m'}],
			args: [{name: 'service', value: name}],
		},
		scaleDownDelaySeconds: shortened(scaleDownDelaySeconds, speed),
	};
}

/** How long a canary takes from its start to its first open pause or, if `isTimed`, to its first timed one. */
export function secondsToPause(name: string, isTimed: boolean, speed: number): number {
	let seconds = 0;
	for (const step of stepsOf(name)) {
		if (step === 'pause') break;
		if (step === 'analysis') {
			seconds += (stepAnalysis.count - 1) * shortened(stepAnalysis.intervalSeconds, speed);
		} else if ('pauseSeconds' in step) {
			if (isTimed) break;
			seconds += shortened(step.pauseSeconds, speed);
		}
	}
	return seconds;
}

/** In whole seconds, at least one. */
export function shortened(seconds: number, speed: number): number {
	return Math.max(1, Math.round(seconds / speed));
}

function stepManifest(name: string, step: Step, speed: number): CanaryStep {
	if (step === 'pause') return {pause: {}};
	if (step === 'analysis') {
		const args = [{name: 'service', value: `${name}-canary`}];
		return {analysis: {args, templates: [{templateName: 'success-rate'}]}};
	}
	if ('weight' in step) return {setWeight: step.weight};
	if ('pods' in step) return {setCanaryScale: {replicas: step.pods}};
	if ('header' in step) return {setHeaderRoute: {name: headerRoute, ...matchOf(step)}};
	return {pause: {duration: durationText(shortened(step.pauseSeconds, speed))}};
}

function matchOf({header, value}: {readonly header: string; readonly value?: string}) {
	return value === undefined ? {} : {match: [{headerName: header, headerValue: {exact: value}}]};
}

function durationText(seconds: number): string {
	return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
