using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>How a container ended and what it wrote.</summary>
public sealed record Outcome(ExitStatus Status, ExitCause Cause, string Output, string Error);
