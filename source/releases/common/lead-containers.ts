import type {PodTemplate, TemplateContainer} from '../../kinds/pod-template.ts';

/**
 * The containers that a release of this template is about. Each rule narrows them down, unless no container
 * would remain: the image differs from that in the other template; the template or its labels name the
 * container; it is no known helper; it has the most ports. Several remain if no rule decides.
 */
export function leadContainers(template: PodTemplate, against: PodTemplate | null): readonly TemplateContainer[] {
	const {containers, mainContainer} = template;
	const names = nameLabels.map(label => template.labels[label]).filter(name => name !== undefined);
	const mostPorts = (among: readonly TemplateContainer[]) => Math.max(...among.map(({ports}) => ports));
	const narrower: readonly ((one: TemplateContainer, among: readonly TemplateContainer[]) => boolean)[] = [
		({name, image}) => against !== null && imageOf(against, name) !== image,
		({name}) => name === mainContainer,
		({name}) => names.some(wanted => name === wanted),
		({image}) => names.some(wanted => programOf(image) === wanted),
		({name, image}) => !helper.test(name) && !helper.test(programOf(image)),
		({ports}, among) => ports > 0 && ports === mostPorts(among),
	];
	return narrower.reduce<readonly TemplateContainer[]>((among, isOne) => {
		const found = among.filter(container => isOne(container, among));
		return found.length === 0 ? among : found;
	}, containers);
}

/** Labels that say which program the pods run. */
const nameLabels = ['app.kubernetes.io/name', 'app', 'k8s-app', 'app.kubernetes.io/instance'];

/** Proxies, agents and exporters that stand beside a program, as their makers name them. */
const helper =
	/^(istio-proxy|proxyv2|linkerd-proxy|envoy(-.+)?|consul-(dataplane|sidecar.*)|vault-agent(-.+)?|otel(-.+)?|opentelemetry(-.+)?|otc-container|jaeger-agent|fluent-?(bit|d)|filebeat|promtail|(datadog|dd|xray|cloudwatch)-(agent|daemon)|cloud-?sql-?proxy|oauth2-proxy|kube-rbac-proxy|queue-proxy|daprd|config-reloader|.+-(exporter|sidecar))$/;

function imageOf({containers}: PodTemplate, name: string): string | undefined {
	return containers.find(container => container.name === name)?.image;
}

/** `registry.example:5000/team/checkout:2.9.0@sha256:…` → `checkout` */
function programOf(image: string): string {
	return image.replace(/@.*$/, '').replace(/^.*\//, '').replace(/:.*$/, '');
}
