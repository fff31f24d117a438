import {expect, test} from 'vitest';
import {ident} from '../../source/domain/text/safe-text.ts';
import {indexAnchors} from '../../source/traffic/anchor-index.ts';
import type {ConfiguredRow} from '../../source/traffic/configured-row.ts';
import {foldTraffic} from '../../source/traffic/fold-traffic.ts';
import {prod} from '../support/prod.ts';
import {deployment, rollout, service, traffic} from './support/fold-objects.ts';

const annotations = {'perch.dev/failures-http': ident('404')};

test('each Service of a release is configured by the release', () => {
	const asked = askedFor([{...rollout(), judgeAnnotations: annotations}], ['checkout-stable', 'checkout-canary']);
	const own = {namespace: 'shop', names: ['checkout'], annotations: [annotations]};
	expect(asked).toEqual([own, own]);
});

test('a Service before one release is configured by the release first, and by its own name', () => {
	const asked = askedFor([{...deployment('web', {}), judgeAnnotations: annotations}], ['front'], {app: 'web'});
	expect(asked).toEqual([{namespace: 'shop', names: ['web', 'front'], annotations: [annotations]}]);
});

test('a Service before several releases is configured by its own name, and by what each of them adds', () => {
	const podLabels = {app: ident('web')};
	const two = [
		{...deployment('web', {}), judgeAnnotations: annotations},
		{...deployment('web-next', {}), podLabels},
	];
	expect(askedFor(two, ['front'], {app: 'web'})).toEqual([
		{namespace: 'shop', names: ['front'], annotations: [annotations]},
	]);
});

test('what only the metrics know is configured by its name', () => {
	expect(askedFor([], ['unheard'])).toEqual([{namespace: 'shop', names: ['unheard'], annotations: []}]);
});

/** By what the row of each of these Services is configured, once for each. */
function askedFor(
	releases: Parameters<typeof indexAnchors>[0]['releases'],
	names: readonly string[],
	selector: Readonly<Record<string, string>> | null = null,
): readonly ConfiguredRow[] {
	const asked: ConfiguredRow[] = [];
	const index = indexAnchors({
		cluster: prod,
		releases,
		services: selector ? names.map(name => service(name, selector)) : [],
		namespaces: 'all',
		failuresOf(row) {
			asked.push(row);
			return null;
		},
	});
	for (let poll = 0; poll < 2; poll += 1)
		foldTraffic(
			index,
			names.map(name => traffic(name, null, 10, 1)),
		);
	return asked;
}
