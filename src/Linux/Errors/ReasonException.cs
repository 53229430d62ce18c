namespace Helios.Linux;

/// <summary>An input or output that failed for a reason that Helios found itself; the message is for the user.</summary>
/// <param name="reason">What, where, why and what to do; lower case, no full stop.</param>
/// <param name="cause">What led to it.</param>
public sealed class ReasonException(string reason, Exception? cause = null) : IOException(reason, cause);
