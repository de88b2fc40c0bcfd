# What a container gets that asks for nothing.

terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 2.38"
    }
  }
}

variable "namespace" {
  description = "Namespace that the limits are for."
  type        = string
}

variable "cpu" {
  description = "Processors of a container."
  type        = string
  default     = "500m"
}

resource "kubernetes_limit_range_v1" "containers" {
  metadata {
    name      = "containers"
    namespace = var.namespace
  }

  spec {
    limit {
      type    = "Container"
      default = { cpu = var.cpu }
    }
  }
}
