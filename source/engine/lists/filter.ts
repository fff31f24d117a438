/** Whether a name passes the filter: the name contains its text, in any letter case; a leading `!` inverts. */
export function matches(name: string, filter: string): boolean {
	const text = filter.toLowerCase();
	if (text === '' || text === '!') return true;
	const isInverted = text.startsWith('!');
	return name.toLowerCase().includes(isInverted ? text.slice(1) : text) !== isInverted;
}
