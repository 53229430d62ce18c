using System.Text.Json.Serialization;

namespace Helios.MessagePack.Benchmarks;

/// <summary>System.Text.Json's best: generated at build time.</summary>
[JsonSerializable(typeof(StartContainer))]
[JsonSerializable(typeof(ContainerExited))]
internal sealed partial class Json : JsonSerializerContext;
