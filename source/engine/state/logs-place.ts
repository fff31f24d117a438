import type {Place} from './screen-state.ts';

/** What the logs screen remembers while it is on the stack. */
export interface LogsPlace {
	/** An index of `logRanges`. */
	readonly rangeIndex: number;
	readonly isPrevious: boolean;
	readonly isWrapped: boolean;
	readonly hasTimes: boolean;
	readonly hasPatterns: boolean;
	readonly side: LogSide;
	/** `apart`: stable and canary each by itself. */
	readonly layout: 'merged' | 'apart';
	/** The number of the lowest line on screen; null while the screen follows the newest line. */
	readonly bottom: number | null;
}

export type LogSide = 'both' | 'stable' | 'canary';

/** How far back the past of the logs is read. */
export const logRanges = [
	{seconds: 60, label: '1 min'},
	{seconds: 300, label: '5 min'},
	{seconds: 900, label: '15 min'},
	{seconds: 3600, label: '1 h'},
	{seconds: null, label: 'all'},
] as const;

const firstPlace: LogsPlace = {
	rangeIndex: 1,
	isPrevious: false,
	isWrapped: false,
	hasTimes: true,
	hasPatterns: false,
	side: 'both',
	layout: 'merged',
	bottom: null,
};

export function logsPlaceOf({own}: Place): LogsPlace {
	return (own as LogsPlace | undefined) ?? firstPlace;
}

export function withLogsPlace(place: Place, change: Partial<LogsPlace>): Place {
	return {...place, own: {...logsPlaceOf(place), ...change} satisfies LogsPlace};
}

/** Whether stable and canary stand apart now: one version alone has nothing to stand apart from. */
export function isApart({layout, side}: LogsPlace): boolean {
	return layout === 'apart' && side === 'both';
}

export function logRangeOf({rangeIndex}: LogsPlace): (typeof logRanges)[number] {
	return logRanges[rangeIndex] ?? logRanges[1];
}
