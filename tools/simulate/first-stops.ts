/** After how many seconds of the release each rule stops it; null where one does not. Nothing more is drawn once all
 * have. */
export function firstStops<Name extends string, Row extends {readonly endMs: number}>(
	rows: Iterable<Row>,
	rules: Readonly<Record<Name, (row: Row) => boolean>>,
): Readonly<Record<Name, number | null>> {
	const names = Object.keys(rules) as Name[];
	const stops = Object.fromEntries(names.map(name => [name, null])) as Record<Name, number | null>;
	for (const row of rows) {
		for (const name of names) if (stops[name] === null && rules[name](row)) stops[name] = row.endMs / 1000;
		if (names.every(name => stops[name] !== null)) break;
	}
	return stops;
}
