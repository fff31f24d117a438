import {safe} from '../../../source/domain/text/safe-text.ts';
import {type Line, span} from '../../../source/views/lines/line.ts';
import {page, type Size} from '../../../source/views/widgets/page.ts';
import type {ControllersView} from './controllers.ts';

export function controllersPanel(view: ControllersView, size: Size): readonly Line[] {
	return page(view, size, () =>
		view.rows.map(({controller, releases, isMarked}) => [
			span(safe`${isMarked ? safe`>` : safe` `} ${controller}: ${releases}`),
		]),
	);
}
