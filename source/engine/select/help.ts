import type {SafeText} from '../../domain/safe-text.ts';
import type {FooterView} from './footer.ts';
import type {HeaderView} from './header.ts';

/** Generated from the key map: nothing is listed that no key does. */
export interface HelpView {
	readonly header: HeaderView;
	readonly sections: readonly {
		readonly title: SafeText;
		readonly keys: readonly {readonly key: SafeText; readonly text: SafeText}[];
	}[];
	readonly footer: FooterView;
}
