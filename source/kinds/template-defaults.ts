/**
 * Removes from a pod template what the API server fills in. A ReplicaSet's template has these defaults, a
 * Rollout's does not: without them two templates that ask for the same pods are equal.
 */
export function withoutPodDefaults(fields: Fields): Fields {
	const own = fields.serviceAccountName === fields.serviceAccount ? without(fields, ['serviceAccount']) : fields;
	return Object.fromEntries(
		Object.entries(pruned(without(own, defaulted(own, podDefaults)))).map(([name, value]) => [
			name,
			name.endsWith('ontainers') && Array.isArray(value) ? value.map(containerIn) : value,
		]),
	);
}

/** `image` decides which pull policy is the default. */
export function withoutContainerDefaults(fields: Fields, image: string): Fields {
	const pullPolicy = /:[^:/@]+$|@/.test(image) && !image.endsWith(':latest') ? 'IfNotPresent' : 'Always';
	return pruned(without(fields, defaulted(fields, {...containerDefaults, imagePullPolicy: pullPolicy})));
}

/** Removes what is empty, which the API server leaves out, and what it fills in, which has the same names at
 * every level. */
export function prunedValue(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(prunedValue);
	return isFields(value) ? pruned(value) : value;
}

function pruned(fields: Fields): Fields {
	return Object.fromEntries(
		Object.entries(without(fields, defaulted(fields, nestedDefaults)))
			.filter(([, value]) => !isEmpty(value))
			.map(([name, value]) => [name, prunedValue(value)]),
	);
}

type Fields = Readonly<Record<string, unknown>>;

const podDefaults: Fields = {
	restartPolicy: 'Always',
	dnsPolicy: 'ClusterFirst',
	schedulerName: 'default-scheduler',
	terminationGracePeriodSeconds: 30,
	enableServiceLinks: true,
	securityContext: {},
	hostNetwork: false,
	hostPID: false,
	hostIPC: false,
};

const containerDefaults: Fields = {
	terminationMessagePath: '/dev/termination-log',
	terminationMessagePolicy: 'File',
	securityContext: {},
	resources: {},
	stdin: false,
	stdinOnce: false,
	tty: false,
};

/** Defaults of ports, probes, volumes and references. */
const nestedDefaults: Fields = {
	protocol: 'TCP',
	timeoutSeconds: 1,
	periodSeconds: 10,
	successThreshold: 1,
	failureThreshold: 3,
	scheme: 'HTTP',
	path: '/',
	apiVersion: 'v1',
	defaultMode: 420,
	expirationSeconds: 3600,
	readOnly: false,
};

function containerIn(container: unknown): unknown {
	if (!isFields(container)) return container;
	return withoutContainerDefaults(container, typeof container.image === 'string' ? container.image : '');
}

function defaulted(fields: Fields, defaults: Fields): readonly string[] {
	return Object.keys(fields).filter(name => {
		const [value, usual] = [fields[name], defaults[name]];
		return isFields(usual)
			? isFields(value) && Object.keys(value).length === 0
			: usual !== undefined && value === usual;
	});
}

function without(fields: Fields, names: readonly string[]): Fields {
	return names.length === 0
		? fields
		: Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** An empty object does not count: it may mean something, such as a selector of everything. */
function isEmpty(value: unknown): boolean {
	return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
