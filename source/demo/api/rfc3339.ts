/** RFC 3339 with whole seconds, as Kubernetes writes times. */
export function rfc3339(ms: number): string {
	return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
