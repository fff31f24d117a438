import type {ReleaseKey} from '../../domain/keys.ts';
import type {SafeText} from '../../domain/safe-text.ts';
import type {FooterView} from './footer.ts';
import type {HeaderView} from './header.ts';
import type {Tone} from './home.ts';

/** Releases of every kind across namespaces, those that need a person first. */
export interface ReleasesView {
	readonly header: HeaderView;
	readonly rows: readonly ReleaseRow[];
	readonly offset: number;
	readonly total: number;
	readonly empty: SafeText | null;
	readonly footer: FooterView;
}

export interface ReleaseRow {
	readonly key: ReleaseKey;
	readonly isSelected: boolean;
	readonly tone: Tone;
	readonly glyph: SafeText;
	readonly word: SafeText;
	readonly name: SafeText;
	readonly controller: SafeText;
	readonly strategy: SafeText;
	/** `2.8.1 → 2.9.0`, or the one version. */
	readonly versions: SafeText;
	/** `5/9`; empty without steps. */
	readonly step: SafeText;
	/** `20%`, `–`. */
	readonly weight: SafeText;
	/** Ready pods of stable and canary: `8/8 + 2/2`. */
	readonly pods: SafeText;
	/** How long it has been so. */
	readonly age: SafeText;
	readonly why: SafeText | null;
}
