/** Whether two values made of plain objects, arrays and primitives have the same content. The values of
 * ignored keys are not compared, at any depth. */
export function sameValue(one: unknown, other: unknown, ignored?: ReadonlySet<string>): boolean {
	if (Object.is(one, other)) return true;
	if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
	if (Array.isArray(one) !== Array.isArray(other)) return false;
	const keys = Object.keys(one);
	return (
		keys.length === Object.keys(other).length &&
		keys.every(
			key =>
				Object.hasOwn(other, key) &&
				(ignored?.has(key) || sameValue(Reflect.get(one, key), Reflect.get(other, key), ignored)),
		)
	);
}
