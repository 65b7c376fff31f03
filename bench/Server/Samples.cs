using System.Text;

namespace HfEndpoints.Bench;

/// <summary>What the service and its servers send, for all measurements.</summary>
internal static class Samples
{
    /// <summary>A text that was generated.</summary>
    public static byte[] Generation { get; } = Encoding.UTF8.GetBytes(
        $$"""[{"generated_text":"{{string.Concat(Enumerable.Repeat("The sea was calm that evening. ", 8))}}"}]""");

    /// <summary>An endpoint as the API sends it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="state">Its state.</param>
    public static string Endpoint(string name, string state) =>
        $$$"""
        {"name":"{{{name}}}","type":"authenticated","provider":{"vendor":"aws","region":"us-east-1"},
        "compute":{"accelerator":"gpu","instanceType":"nvidia-a10g","instanceSize":"x1","id":"aws-us-east-1-nvidia-a10g-x1",
        "scaling":{"minReplica":0,"maxReplica":2,"scaleToZeroTimeout":15,"measure":{"hardwareUsage":80}}
        },
        "model":{"repository":"openai-community/gpt2","framework":"pytorch","task":"text-generation","image":{"huggingface":{}},
        "revision":"607a30d783dfa663caf39e06633721c8d4cfcd7e","env":{"MODE":"fast"},"secrets":{}},"tags":["team","bench"],
        "experimentalFeatures":{"cacheHttpResponses":false},"notifications":{"email":false,"push":false},"privateService":null,
        "route":null,"network":null,"customRouter":null,"healthRoute":"/health","status":{
        "createdAt":"2026-11-26T09:56:21.881551080Z","createdBy":{"id":"b5605a036c9dd955856efac3","name":"bench"},
        "updatedAt":"2026-11-26T09:56:21.881551080Z","updatedBy":{"id":"b5605a036c9dd955856efac3","name":"bench"},
        "state":"{{{state}}}","message":"Endpoint is {{{state}}}","errorMessage":null,"url":"https://{{{name}}}.example.org",
        "readyReplica":1,"targetReplica":1,"inferenceMetricsEnabled":false,"lastUsedAt":"2026-11-26T09:56:49.248106828Z",
        "private":null,"agentMessage":null}}
        """;

    /// <summary>An event of Text Generation Inference.</summary>
    /// <param name="index">The number of the token, from 1.</param>
    /// <param name="count">How many tokens there are: the last event has the details.</param>
    /// <param name="text">The token.</param>
    public static byte[] Token(int index, int count, string text = " sea")
    {
        (string whole, string details) = index == count
            ? ("\"The end\"", $$"""{"finish_reason":"length","generated_tokens":{{count}},"input_length":3,"seed":null}""")
            : ("null", "null");
        string token = $$"""{"id":{{index}},"text":"{{text}}","logprob":-0.8125,"special":false}""";
        return Encoding.UTF8.GetBytes(
            $$"""data:{"index":{{index}},"token":{{token}},"generated_text":{{whole}},"details":{{details}}}""" + "\n\n");
    }
}
