namespace Helios.Control;

/// <summary>A message that is being read. One type for all messages, so that the runtime compiles the reading code once and not once a message.</summary>
internal struct Draft<T>
    where T : class
{
    internal T Value;
}
