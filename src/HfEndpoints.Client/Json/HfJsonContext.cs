using System.Text.Json;
using System.Text.Json.Serialization;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client;

/// <summary>The serializers of everything that goes over the wire, made when the library is compiled.</summary>
[JsonSerializable(typeof(WhoAmI))]
[JsonSerializable(typeof(InferenceEndpoint))]
[JsonSerializable(typeof(NameList))]
[JsonSerializable(typeof(EndpointSettings))]
[JsonSerializable(typeof(CatalogDeployRequest))]
[JsonSerializable(typeof(CatalogList))]
[JsonSerializable(typeof(MetricsRequest))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
[JsonSerializable(typeof(GenerateRequest))]
[JsonSerializable(typeof(GenerateParameters))]
[JsonSerializable(typeof(GeneratedText))]
[JsonSerializable(typeof(GeneratedTextChunk))]
[JsonSerializable(typeof(ChatParameters))]
[JsonSerializable(typeof(EmbeddingParameters))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(GenerationDetails))]
internal sealed partial class HfJsonContext : JsonSerializerContext;
