import type {SafeText} from '../../domain/safe-text.ts';

/** The keys of a screen, and one line that says what just happened. */
export interface FooterView {
	readonly keys: readonly KeyView[];
	/** `keys ignored 0.5 s after a paste`, `copied`, `it moved: …`; null when there is nothing to say. */
	readonly message: {readonly tone: 'info' | 'warning' | 'critical'; readonly text: SafeText} | null;
	/** The text of the filter while it is typed or in force; null when there is none. */
	readonly filter: {readonly text: SafeText; readonly isEditing: boolean} | null;
}

export interface KeyView {
	readonly key: SafeText;
	readonly label: SafeText;
	/** Why the key does nothing now; null when it works. Dimmed, with the reason where there is room. */
	readonly disabledBecause: SafeText | null;
}
