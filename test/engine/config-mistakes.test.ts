import {expect, test} from 'vitest';
import {safe} from '../../source/domain/text/safe-text.ts';
import {bannerLines} from '../../source/views/widgets/banners.ts';
import {homeOf} from './support/home.ts';
import {deskAt} from './support/recorded.ts';

const long = safe`configuration, line 4: contexts."prod.eu1".prometheus names more than one of bearerToken, bearerTokenFile and basic`;

function screenOf(configMistakes: readonly (typeof long)[]): readonly string[] {
	const readOnlyBecause = safe`vi +4 /home/sre/.config/perch/config.yaml lifts it`;
	const desk = deskAt('argo-canary/01-healthy', {settings: {isReadOnly: true, readOnlyBecause, configMistakes}});
	const {screen} = desk.frame();
	if (screen.kind !== 'home') throw new Error(screen.kind);
	return bannerLines(screen.view.header, 2, 80).map(line => line.map(({text}) => text).join(''));
}

test('the screen shows every mistake of the configuration in full', () => {
	const lines = screenOf([safe`configuration, line 1: theme must be text`, long, safe`configuration, line 6: a`]);
	expect(lines[0]).toBe(' ⚠ READ-ONLY: vi +4 /home/sre/.config/perch/config.yaml lifts it');
	expect(lines[1]).toBe(' ⚠ configuration, line 1: theme must be text');
	expect(lines.slice(2, 4).join(' ').replace(/\s+/g, ' ')).toBe(` ⚠ ${long}`);
	expect(lines[4]).toBe(' ⚠ configuration, line 6: a');
	for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

test('the screen names the first of many mistakes and counts the others', () => {
	const mistakes = Array.from({length: 9}, (_, at) => safe`configuration, line ${at + 1}: wrong`);
	const lines = screenOf(mistakes);
	expect(lines).toContain(' ⚠ configuration, line 5: wrong');
	expect(lines).toContain(' ⚠ and 4 more mistakes: perch named them all when it started');
	expect(lines).not.toContain(' ⚠ configuration, line 6: wrong');
});

test('a session that only reads has no banner that says what works without metrics', () => {
	const banners = (isReadOnly: boolean) => {
		const desk = deskAt('argo-canary/01-healthy', {settings: {isReadOnly}});
		desk.advance(10_000);
		desk.world.latencyMs = command => (command.kind === 'beat' ? 5 : 'never');
		desk.advance(80_000);
		return homeOf(desk)
			.header.banners.map(({text}) => text)
			.join('\n');
	};
	expect(banners(false)).toMatch(/^METRICS (?:STALE|DOWN): promote is off, back needs no metrics/);
	expect(banners(true)).toMatch(/^METRICS (?:STALE|DOWN): (?!promote)/);
});
