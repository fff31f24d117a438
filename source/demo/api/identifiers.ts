import {createHash} from 'node:crypto';

/** A UUID that depends on `text` alone. */
export function uidFrom(text: string): string {
	const hex = createHash('sha256').update(text).digest('hex');
	const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`4${hex.slice(13, 16)}`,
		variant + hex.slice(17, 20),
		hex.slice(20, 32),
	].join('-');
}

/** Five characters without vowels, like the suffix that Kubernetes appends to a generateName. */
export function nameSuffix(text: string): string {
	const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
	return [...createHash('sha256').update(`name ${text}`).digest().subarray(0, 5)]
		.map(byte => alphabet[byte % alphabet.length])
		.join('');
}
