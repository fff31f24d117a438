// Imported lazily and only from here: importing the package itself dynamically would bundle all 20 MB of it.
export {KubeConfig} from '@kubernetes/client-node';
