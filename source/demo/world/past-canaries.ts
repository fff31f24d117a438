import type {ShopCanaries, ShopCanary} from '../contract.ts';

const minutes = 60;
const hours = 3600;
const days = 24 * hours;

/** 5, 10, 20 and 50 % of the requests, as the steps of its Rollout say; each person waited for another time. */
const canary = (tag: string, agoSeconds: number, pauseSeconds: number): ShopCanary => ({
	tag,
	agoSeconds,
	shares: [
		{afterSeconds: 0, share: 0.05},
		{afterSeconds: 2 * minutes, share: 0.1},
		{afterSeconds: 3 * minutes, share: 0.2},
		{afterSeconds: 3 * minutes + pauseSeconds, share: 0.5},
	],
	promotedAfterSeconds: 4 * minutes + pauseSeconds,
});

/** The canaries of a month, by service. The last three are revisions that the cluster still holds, of the age that their
 * story tells; the objects of those before were trimmed. */
export const pastCanaries: Readonly<Record<string, ShopCanaries>> = {
	'shop/checkout': {
		firstTag: '2.7.1',
		canaries: [
			canary('2.7.2', 26 * days + 1 * hours, 31 * minutes),
			canary('2.7.3', 21 * days + 3 * hours, 48 * minutes),
			canary('2.7.4', 16 * days + 1.9 * hours, 25 * minutes),
			canary('2.8.0', 11 * days + 4.9 * hours, 64 * minutes),
			canary('2.8.1', 6 * days + 6.9 * hours, 39 * minutes),
		],
	},
};
