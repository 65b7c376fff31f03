namespace HfEndpoints.Commands;

/// <summary>What Tab says of parameters that several cmdlets have.</summary>
internal static class HelpText
{
    public const string Accelerator = "cpu, gpu or neuron.";
    public const string CacheHttpResponse = "Caches answers.";
    public const string ContainerArgument = "The arguments of the container's command.";
    public const string ContainerCommand = "The command that the container runs instead of its entry point.";
    public const string CustomImage = "The container: a table with a url, or a table of one engine.";
    public const string CustomRouter = "The router beside the container, a table such as @{ tag = '...'; port = 3000 }; empty removes it.";
    public const string DataParallelSize = "The number of copies of the model in each replica: data parallelism (vLLM).";
    public const string Domain = "A custom domain.";
    public const string Env = "Environment variables of the container.";
    public const string EnvFile = "Files of environment variables, NAME=value in each line; -Env overrides them.";
    public const string ExperimentalFeature = "Experimental features, a table such as @{ loadBalancer = 'sticky' }.";
    public const string Force = "Does not ask for confirmation.";
    public const string Format = "Json, Yaml or Psd1, if the file's extension is another.";
    public const string FrequencyPenalty = "Penalizes tokens by how often they have occurred, -2 to 2.";
    public const string InstanceSize = "The size of the instance, such as x1.";
    public const string InstanceType = "The kind of instance, such as nvidia-a10g.";
    public const string MaxReplica = "The maximum number of replicas.";
    public const string MinReplica = "The minimum number of replicas; 0 lets it scale to zero.";
    public const string Name = "The endpoints: names, wildcards, namespace/name, objects, or copies of them.";
    public const string Namespace = "The user or organization that owns endpoints given by name only; by default the session's.";
    public const string Network = "Which addresses may reach it, a table such as @{ cidrBlock = true; cidrList = '203.0.113.0/24' }.";
    public const string Notification = "Who is notified of events, a table such as @{ email = $true; push = $false }.";
    public const string Path = "The path under the domain, beginning with '/'.";
    public const string RefreshInterval = "The time between two checks, in seconds or as a TimeSpan; by default 5 s.";
    public const string Region = "The vendor's region, such as us-east-1.";
    public const string Repository = "The model's repository on the hub, such as gpt2 or org/model.";
    public const string Revision = "The commit or branch of the repository.";
    public const string ScaleToZeroTimeout = "Minutes without a request before it scales to zero.";
    public const string ScalingMetric = "The metric for autoscaling: pendingRequests or hardwareUsage.";
    public const string ScalingThreshold = "The requests per replica, or the percent, above which it scales up.";
    public const string Scope = "Process, or Runspace for the account of this runspace alone; by default the one that is used now.";
    public const string Secret = "Secret environment variables; values may be secure strings, null removes one.";
    public const string SecretFile = "Files of secret environment variables, NAME=value in each line; -Secret overrides them.";
    public const string Stop = "Stop sequences.";
    public const string Tag = "Your own tags.";
    public const string Task = "The task, such as text-generation.";
    public const string TensorParallelSize = "The number of accelerators for each copy of the model: tensor parallelism (vLLM and SGLang).";
    public const string Timeout =
        "How long -Wait waits, in seconds, as a TimeSpan, or as text such as 10m; by default as long as it takes.";
    public const string Truncate = "Truncates texts that are too long; otherwise they are rejected.";
    public const string Type = "Who may call it: authenticated, private or public.";
    public const string Uri = "The address of a deployed server, instead of an endpoint.";
    public const string Vendor = "The cloud vendor: aws, azure or gcp.";
    public const string Wait = "Waits until each endpoint is ready, and emits it then.";
}
