import type {ConfirmView} from './confirm.ts';
import type {HelpView} from './help.ts';
import type {HomeView} from './home.ts';
import type {ReleaseView} from './release.ts';
import type {ReleasesView} from './releases.ts';
import type {ServiceView} from './service.ts';

/** Everything that one frame shows; what the views are given, whole. */
export interface Frame {
	readonly size: {readonly columns: number; readonly rows: number};
	readonly screen:
		| {readonly kind: 'home'; readonly view: HomeView}
		| {readonly kind: 'releases'; readonly view: ReleasesView}
		| {readonly kind: 'release'; readonly view: ReleaseView}
		| {readonly kind: 'service'; readonly view: ServiceView}
		| {readonly kind: 'help'; readonly view: HelpView};
	/** Drawn over the screen. */
	readonly confirm: ConfirmView | null;
}
