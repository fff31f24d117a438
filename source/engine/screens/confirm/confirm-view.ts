import type {SafeText} from '../../../domain/text/safe-text.ts';

/** The dialog before a write. Opens on Cancel. */
export interface ConfirmView {
	readonly direction: 'towardStable' | 'towardCanary';
	/** `BACK TO 2.8.1` */
	readonly headline: SafeText;
	readonly object: SafeText;
	readonly cluster: SafeText;
	readonly isProtected: boolean;
	/** Each effect as before → after, and what the plan will not do. */
	readonly lines: readonly {readonly tone: 'plain' | 'warning' | 'critical' | 'dim'; readonly text: SafeText}[];
	/** `live check 0.2 s ago: unchanged · dry-run ok`, or what is still being read. */
	readonly checks: {readonly state: 'running' | 'ok' | 'warning' | 'blocked'; readonly text: SafeText};
	/** Lines of the explanation and the request that are scrolled away at the top; may be more than there are. */
	readonly bodyOffset: number;
	/** The literal requests, shown after `d`; empty while hidden. */
	readonly request: readonly SafeText[];
	/** Choices, Cancel first. */
	readonly choices: readonly {
		readonly label: SafeText;
		readonly isSelected: boolean;
		readonly disabledBecause: SafeText | null;
	}[];
	/** Input lines: the typed cluster name (required where protected), the reason. */
	readonly inputs: readonly {
		readonly label: SafeText;
		readonly text: SafeText;
		readonly isFocused: boolean;
		readonly isSatisfied: boolean;
	}[];
	/** The options while the operator must choose; empty otherwise. */
	readonly options: readonly {readonly text: SafeText; readonly isSelected: boolean}[];
	readonly message: SafeText | null;
}

export type ConfirmParts = Omit<
	ConfirmView,
	'direction' | 'object' | 'cluster' | 'isProtected' | 'message' | 'bodyOffset'
>;
