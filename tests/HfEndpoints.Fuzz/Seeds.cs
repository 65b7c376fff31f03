using System.Text;
using HfEndpoints.Client.Tests;

namespace HfEndpoints.Fuzz;

/// <summary>What a fuzzer begins with: the recorded answers, valid files, and the headers that are read.</summary>
internal static class Seeds
{
    private static readonly string[] s_headers =
    [
        "Retry-After: 120", "Retry-After: 1.5", "Retry-After: Fri, 02 Jan 2026 03:04:05 GMT",
        "RateLimit: \"api\";r=0;t=77", "Link: <http://h/x?cursor=a&order=asc>; rel=\"next\", <http://h/x?cursor=b>; rel=prev",
        "Content-Encoding: gzip", "Content-Type: text/event-stream; charset=utf-16", "X-Request-Id: abc",
        "Date: Fri, 02 Jan 2026 03:04:05 GMT",
    ];

    private static readonly string[] s_encodings = ["gzip", "deflate", "br"];

    private static readonly (int Status, int AtOnce)[] s_ways = [(200, 4096), (200, 7), (429, 4096), (500, 4096)];

    private static readonly Dictionary<string, string[]> s_texts = new()
    {
        ["batches"] =
        [
            "\"hi\"\n{\"prompt\":\"a\",\"id\":\"x\"}\n{\"messages\":[{\"role\":\"user\",\"content\":\"b\"}],\"parameters\":{\"seed\":1}}\n",
            "id,prompt,parameters.top_k\n1,\"a \"\"b\"\"\",3\n2,c,\n",
            "{\"prompt\":\"a\"}\n\u001e{\"id\":1,\"line\":1,\"job\":\"00000000\",\"text\":\"x\"}\n",
            "{\"inputs\":{\"x\":[1,2]}}\n\u001e{\"id\":1,\"li",
        ],
        ["endpoints"] =
        [
            """{"Endpoints":[{"Name":"e","Namespace":"acme","Repository":"gpt2","Env":{"A":"1"},"Tag":["a"],"MinReplica":0}]}""",
            """
            { // a comment
            "endpoints":{"name":"e","CustomImage":{"tgi":{"url":"u","health_route":"/h"}},"ScaleToZeroTimeout":15,"Secret":{"K":"env:K"},}}
            """,
        ],
        ["names"] = ["acme\nmy-endpoint", "..\n.", "a/b\n%2e%2e%2f", "ä\n\ud83d\ude00", "a?b#c\n\\\\host\\x"],
        ["psd1"] =
        [
            "@{ Endpoints = @{ Name = 'e'; Namespace = 'acme'; Repository = 'gpt2'; Env = @{ A = '1' }; Tag = 'a', 'b'; MinReplica = 0}}\n",
            """
            # a comment
            @{
                Endpoints = @(
                    @{ Name = "e"; CustomImage = @{ tgi = @{ url = 'u'; health_route = '/h' } }; ScaleToZeroTimeout = 15 }
                    @{ Name = 'f'; Secret = @{ K = 'env:K' }; Parallel = $true; Nothing = $null; Tag = @(('x'), -1, 0x1F, 1.5e3, 2kb) }
                )
            }
            """,
            "@{ name = @'\ne\n'@; env = @{ A = \"`u{1F600}`n\"; 'B C' = [int]3 } <# x #> }\n",
            "@{ Endpoints = @{ Name = \"a$(1 + 1)\"; Env = @{ A = $env:PATH; B = Get-Date } } }\n",
        ],
        ["yaml"] =
        [
            "Endpoints:\n- Name: e\n  Namespace: acme\n  Repository: gpt2\n  Env: {A: '1', B: \"2\\n\"}\n  Tag: [a]\n  MinReplica: 0\n",
            "# a comment\n%YAML 1.2\n---\nname: e\ncustomImage:\n  tgi: {url: u, health_route: /h}\nscaleToZeroTimeout: 15\n...\n",
            "Endpoints:\n- &x\n  Name: e\n  Env: &y {A: |-\n    b\n  }\n- *x\n- <<: *x\n  Name: f\n  Secret: {K: env:K}\n",
            "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nEndpoints: [*c, *c]\n",
        ],
        ["tokens"] = ["hf_abcdefghijklmnop\n", "\ufeffhf_abc", " \t", "a\r\nb"],
    };

    /// <summary>The inputs of a target.</summary>
    public static IEnumerable<byte[]> Of(string target) => s_texts.TryGetValue(target, out string[]? texts)
        ? texts.Select(Encoding.UTF8.GetBytes)
        : Exchange.All.SelectMany(call => s_ways.Select((way, i) => new ForeignAnswer(
            call.Key,
            way.Status,
            way.AtOnce,
            i == 0 ? [] : [s_headers[(call.Key.Length + i) % s_headers.Length]],
            way.Status == 200 ? Cut(call.Value[^1].Body) : """{"error":{"message":"full","code":"overloaded"}}"""u8.ToArray()).ToBytes())
            .Concat(s_encodings.Select(encoding => new ForeignAnswer(
                call.Key, 200, 4096, [$"Content-Encoding: {encoding}"], Packing.Pack(Cut(call.Value[^1].Body), encoding)).ToBytes())));

    /// <summary>Writes them, each target into a folder of its own.</summary>
    public static void Write(string folder)
    {
        foreach (string target in Target.ByName.Keys)
        {
            string of = Directory.CreateDirectory(Path.Combine(folder, target)).FullName;
            foreach ((int number, byte[] seed) in Of(target).Index())
            {
                File.WriteAllBytes(Path.Combine(of, $"seed{number:000}"), seed);
            }
        }

        // What a fuzzer would hardly find by itself.
        File.WriteAllLines(Path.Combine(folder, "words.dict"), Mutation.Words.Select(word =>
            $"\"{string.Concat(Encoding.UTF8.GetBytes(word).Select(letter => $"\\x{letter:x2}"))}\""));
    }

    // A fuzzer gets further with short inputs, and a stream may end anywhere.
    private static byte[] Cut(byte[] body) => body[..Math.Min(body.Length, 4096)];
}
