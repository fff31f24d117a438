import {type SafeText, safe} from '../../../domain/text/safe-text.ts';
import {isInFlight} from '../../state/intent.ts';
import type {ScreenState} from '../../state/screen-state.ts';
import type {Cluster, State} from '../../state/state.ts';
import {messageMs} from '../said.ts';

type Asks = NonNullable<NonNullable<ScreenState['message']>['asks']>;

/** The state that asks once more before perch turns away from requests that are under way in these clusters; null
 * where there are none, or where the operator was asked already. */
export function askToLeave(state: State, wish: 'leave' | 'switch', clusters: readonly Cluster[]): State | null {
	const underWay = clusters.flatMap(({intents}) => intents).filter(isInFlight);
	const isOpen = underWay.some(({plan}) => (plan?.cleanup?.length ?? 0) > 0);
	const asks: Asks = wish === 'switch' ? 'switch' : isOpen ? 'leaveOpen' : 'leave';
	if (underWay.length === 0 || state.screen.message?.asks === asks) return null;
	const text = isOpen ? openTexts[wish] : underWayTexts[wish];
	return {
		...state,
		screen: {...state.screen, message: {tone: 'warning', text, untilMs: state.nowMs + messageMs, asks}},
	};
}

const openTexts: Readonly<Record<'leave' | 'switch', SafeText>> = {
	leave: safe`something is open that perch closes at its end: press q again to leave it open`,
	switch: safe`something is open that perch closes at its end: enter again switches all the same`,
};
const underWayTexts: Readonly<Record<'leave' | 'switch', SafeText>> = {
	leave: safe`a request is under way: press q again to leave all the same`,
	switch: safe`a request is under way: enter again switches all the same`,
};
