import {expect, test} from 'vitest';
import type {Settings} from '../../source/ports/settings.ts';
import {headerLine} from '../../source/views/widgets/header.ts';
import {deskAt} from './support/recorded.ts';

function headerOf(settings: Partial<Settings>) {
	const {screen} = deskAt('argo-canary/01-healthy', {settings}).frame();
	return headerLine(screen.view.header, [], 120);
}

const badges = (settings: Partial<Settings>) =>
	headerOf(settings).flatMap(({text, meaning}) => (meaning.startsWith('badge') ? [`${text} ${meaning}`] : []));

test('a protected cluster says PROD unless the configuration calls it something else', () => {
	expect(badges({})).toEqual(['PROD badgeProd']);
	expect(badges({environment: 'staging'})).toEqual(['STAGING badgeStaging']);
	expect(badges({environment: 'dev', protection: {kind: 'none'}})).toEqual(['DEV badgeStaging']);
	expect(badges({protection: {kind: 'none'}})).toEqual([]);
});

test('what is called prod says PROD in red, protected or not, and the demo says DEMO whatever it is called', () => {
	expect(badges({environment: 'prod', protection: {kind: 'none'}})).toEqual(['PROD badgeProd']);
	expect(badges({environment: 'staging', isDemo: true})).toEqual(['DEMO badgeDemo']);
});

test('only PROD has its context in red', () => {
	const contextOf = (settings: Partial<Settings>) => headerOf(settings).find(({text}) => text === 'prod')?.meaning;
	expect(contextOf({})).toBe('critical');
	expect(contextOf({environment: 'staging'})).toBe('title');
});
