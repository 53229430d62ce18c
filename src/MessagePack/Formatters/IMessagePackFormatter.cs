using System.Diagnostics.CodeAnalysis;

namespace Helios.MessagePack.Formatters;

/// <summary>A formatter of any type, so that different ones fit into one list.</summary>
[SuppressMessage("Design", "CA1040:Avoid empty interfaces", Justification = "The official package has it and lists of formatters are typed with it.")]
public interface IMessagePackFormatter
{
}
